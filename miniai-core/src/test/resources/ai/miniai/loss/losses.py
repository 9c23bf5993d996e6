"""Writes pytorch.txt, the reference numbers of LossReferenceTest: python3 losses.py > pytorch.txt"""
import warnings

import torch
import torch.nn.functional as F

warnings.filterwarnings('ignore')
torch.set_default_dtype(torch.float64)
T=torch.tensor
print('# '+'Results of PyTorch 1.13 in float64 for LossReferenceTest: name | loss | gradient of the first input, where the gradients of the n losses are 1/n, 2/n, ..., 1')
X=T([-0.51,1.03,-0.35,-0.88,2.18,-1.5,0.14,-1.52,-0.25,-0.53,2.89,0.0])
P=T([0.1,0.25,0.5,0.9,0.99,0.0,1.0,0.65,0.33,0.001,0.72,0.05])
Y=T([0,1,0,1,0.3,0,1,0.9,0,0.01,1,0])   # 0..1
R=T([0.5,1.1,-0.35,1.2,-0.4,-1.0,0.0,0.7,2.25,-0.6,2.0,-0.25])
Q=T([0.2,0.5,0.3,0.0,0.25,0.75,0.1,0.1,0.8,0.6,0.4,0.0])
LP=torch.log(T([0.3,0.4,0.3,0.2,0.3,0.5,0.05,0.15,0.8,0.7,0.2,0.1]))
W3=T([0.5,2.0,1.25]); 
def lst(t): return ' '.join('%.11g' % float(v) for v in t.flatten())
def case(name,f,x,y,shape,yshape=None,labels=None):
    x=x.reshape(shape).clone().requires_grad_()
    t=T(labels).reshape(yshape) if labels is not None else y.reshape(yshape or shape)
    l=f(x,t); g=torch.arange(1,l.numel()+1,dtype=torch.float64).reshape(l.shape)/l.numel()
    l.backward(g)
    print(f'{name} | {lst(l)} | {lst(x.grad)}')
L22=[1,0,2,1]; LI=[1,0,-100,2]
for red in ('mean','sum','none'):
    case(f'ce {red}',lambda x,y:F.cross_entropy(x,y,reduction=red),X,None,(4,3),(4,),L22)
    case(f'ce places {red}',lambda x,y:F.cross_entropy(x,y,reduction=red),X,None,(2,3,2),(2,2),L22)
    case(f'ce w s i {red}',lambda x,y:F.cross_entropy(x,y,reduction=red,weight=W3,label_smoothing=.1,ignore_index=1),X,None,(2,3,2),(2,2),L22)
    case(f'ce i {red}',lambda x,y:F.cross_entropy(x,y,reduction=red),X,None,(2,3,2),(2,2),LI)
    case(f'ce s {red}',lambda x,y:F.cross_entropy(x,y,reduction=red,label_smoothing=.2),X,None,(4,3),(4,),LI)
    case(f'ce w {red}',lambda x,y:F.cross_entropy(x,y,reduction=red,weight=W3),X,None,(4,3),(4,),L22)
    case(f'ce prob {red}',lambda x,y:F.cross_entropy(x,y,reduction=red),X,Q,(2,3,2))
    case(f'ce prob w s {red}',lambda x,y:F.cross_entropy(x,y,reduction=red,weight=W3,label_smoothing=.1),X,Q,(4,3))
    case(f'nll w {red}',lambda x,y:F.nll_loss(x,y,reduction=red,weight=W3),LP,None,(2,3,2),(2,2),LI)
    case(f'nll {red}',lambda x,y:F.nll_loss(x,y,reduction=red),LP,None,(4,3),(4,),L22)
    case(f'bce {red}',lambda x,y:F.binary_cross_entropy(x,y,reduction=red),P,Y,(4,3))
    case(f'bce w {red}',lambda x,y:F.binary_cross_entropy(x,y,reduction=red,weight=W3),P,Y,(4,3))
    case(f'bcel {red}',lambda x,y:F.binary_cross_entropy_with_logits(x,y,reduction=red),X,Y,(4,3))
    case(f'bcel w p {red}',lambda x,y:F.binary_cross_entropy_with_logits(x,y,reduction=red,weight=T([[.5],[1.],[2.],[0.]]),pos_weight=W3),X,Y,(4,3))
    case(f'l1 {red}',lambda x,y:F.l1_loss(x,y,reduction=red),X,R,(4,3))
    case(f'mse {red}',lambda x,y:F.mse_loss(x,y,reduction=red),X,R,(4,3))
    case(f'smooth {red}',lambda x,y:F.smooth_l1_loss(x,y,reduction=red),X,R,(4,3))
    case(f'smooth .5 {red}',lambda x,y:F.smooth_l1_loss(x,y,reduction=red,beta=.5),X,R,(4,3))
    case(f'huber 2 {red}',lambda x,y:F.huber_loss(x,y,reduction=red,delta=2),X,R,(4,3))
    case(f'kl {red}',lambda x,y:F.kl_div(x,y,reduction=red),LP,Q,(4,3))
    case(f'kl log {red}',lambda x,y:F.kl_div(x,y,reduction=red,log_target=True),LP,LP.flip(0),(4,3))
    case(f'cosemb {red}',lambda x,y:F.cosine_embedding_loss(x,R.reshape(4,3),y,margin=.1,reduction=red),X,None,(4,3),(4,),[1,-1,-1,1])
case('kl batchmean',lambda x,y:F.kl_div(x,y,reduction='batchmean'),LP,Q,(4,3))
case('cossim',lambda x,y:F.cosine_similarity(x,y,dim=1),X,R,(4,3))
case('cossim0',lambda x,y:F.cosine_similarity(x,y,dim=0),X,R,(4,3))
